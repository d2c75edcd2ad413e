#+ summary: Two dates contest each other when no day lies in both.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?thing weigh:several ?property ; ?property ?one, ?other .
  ?one kg:latestDay ?last .
  ?other kg:earliestDay ?first .
  FILTER (?last < ?first)
}
