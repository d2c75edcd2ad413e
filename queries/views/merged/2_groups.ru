#+ summary: Records that are one with the same record are one.
#+ repeat: true
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?one view:same ?third } WHERE {
  ?one view:same ?other .
  ?other view:same ?third .
  FILTER (?one != ?third)
}
