#+ summary: Two dates contest each other when no day lies in both.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?thing kg:several ?property ; ?property ?one, ?other .
  ?one kg:latestDay ?last .
  ?other kg:earliestDay ?first .
  FILTER (?last < ?first)
}
