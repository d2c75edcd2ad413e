#+ summary: What is contested is no fact.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

DELETE { ?thing ?property ?value } WHERE {
  ?property kg:promotion "agreed" .
  ?thing kg:contested ?property ; ?property ?value .
}
