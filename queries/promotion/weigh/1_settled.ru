#+ summary: Where a record decides, claims do not.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX weigh: <https://w3id.org/actors-events/promotion#>

DELETE { ?thing ?property ?value } WHERE {
  ?thing weigh:settled ?property ; ?property ?value .
}
