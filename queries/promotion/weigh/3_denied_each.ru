#+ summary: Of a property that may have several values, only the negated one falls.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

DELETE { ?thing ?property ?value } WHERE {
  ?property kg:promotion "each" ; kg:saidAs ?said .
  ?thing ?said ?value ; ?property ?value .
}
