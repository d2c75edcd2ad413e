#+ summary: Mark what has more than one value although sources should agree on one.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

INSERT { ?thing weigh:several ?property } WHERE {
  SELECT ?thing ?property WHERE {
    ?property kg:promotion "agreed" .
    ?thing ?property ?value .
  } GROUP BY ?thing ?property HAVING (COUNT(?value) > 1)
}
