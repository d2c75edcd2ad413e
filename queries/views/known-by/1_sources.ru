#+ summary: Sources that were not certainly published by a day are gone, with their claims and mentions.
#+ note: Where only a stretch of days is known, the last one counts; what has no last one may be published later still.
#+   A note of the curators without a day holds what is generally known, and stays; any other source without a day goes.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?source view:later true } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?class rdfs:subClassOf* kg:Source .
  ?source a ?class .
  OPTIONAL { ?source kg:published ?date . OPTIONAL { ?date kg:latest ?last } }
  FILTER (IF(BOUND(?last), ?last > ?day, BOUND(?date) || ?class != kg:CuratorNote))
} ;

DELETE { ?part ?property ?value } WHERE {
  ?source view:later true .
  ?part kg:in ?source ; ?property ?value .
}
