#+ summary: Where a record decides, claims do not.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

DELETE { ?thing ?property ?value } WHERE {
  ?thing kg:settled ?property ; ?property ?value .
}
