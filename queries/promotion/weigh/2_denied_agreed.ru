#+ summary: A value that some claim states and another negates is contested.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

INSERT { ?thing kg:contested ?property } WHERE {
  ?property kg:saidAs ?said .
  ?thing ?said ?value ; ?property ?value .
}
