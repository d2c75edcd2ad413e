#+ summary: What the curators remark on records and claims is gone, since they had read what was published later.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { ?claim kg:note ?remark } ;

DELETE { ?thing rdfs:comment ?remark } WHERE {
  ?thing rdfs:comment ?remark ; a ?class .
  FILTER (STRSTARTS(STR(?class), STR(kg:)) && !STRSTARTS(STR(?thing), STR(kg:)))
}
