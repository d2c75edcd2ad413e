#+ summary: What a record settles by a source that is later is not settled yet.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>

DELETE { ?thing ?property ?value } WHERE {
  ?source view:later true .
  ?thing kg:sources ?source ; ?property ?value .
  ?property kg:promotion ?promotion .
}
