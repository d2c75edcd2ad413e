#+ summary: Dates that nothing names any more are gone.
PREFIX kg: <https://w3id.org/actors-events/ontology#>

DELETE { ?date ?property ?value } WHERE {
  {
    SELECT ?date WHERE {
      ?date a kg:Date .
      FILTER NOT EXISTS { ?thing ?link ?date }
    }
  }
  ?date ?property ?value .
}
