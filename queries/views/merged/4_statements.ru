#+ summary: All that is said of such records, or with them, is said of the first of them by its id.
#+ note: Its own label stays; those of the others become its other names, and kg:mergedFrom names their records. Claims
#+   of sameAs are turned so that they are about the first, and still name the others.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?thing view:into ?first } WHERE {
  { SELECT ?thing (MIN(STR(?other)) AS ?least) WHERE { ?thing view:same ?other } GROUP BY ?thing }
  FILTER (?least < STR(?thing))
  BIND (IRI(?least) AS ?first)
} ;

INSERT { ?first skos:altLabel ?name ; kg:mergedFrom ?thing } WHERE {
  ?thing view:into ?first ; rdfs:label ?name .
} ;

DELETE { ?claim said:sameAs ?first } INSERT { ?claim said:sameAs ?thing } WHERE {
  ?thing view:into ?first .
  ?claim kg:about ?thing ; said:sameAs ?first .
} ;

DELETE { ?thing ?property ?value } INSERT { ?first ?property ?value } WHERE {
  ?thing view:into ?first ; ?property ?value .
  FILTER (?property NOT IN (rdfs:label, view:into, view:same))
} ;

DELETE { ?other ?property ?thing } INSERT { ?other ?property ?first } WHERE {
  ?thing view:into ?first .
  ?other ?property ?thing .
  FILTER (?property NOT IN (view:same, kg:mergedFrom, said:sameAs))
} ;

DELETE WHERE { ?thing view:into ?first } ;

DELETE WHERE { ?thing view:same ?other }
