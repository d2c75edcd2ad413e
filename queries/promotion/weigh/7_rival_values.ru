#+ summary: Two values that remain, neither within the other, contest each other.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?thing weigh:several ?property ; ?property ?one, ?other .
  FILTER (!sameTerm(?one, ?other))
  OPTIONAL { ?one a ?date }
  FILTER (!BOUND(?date))
}
