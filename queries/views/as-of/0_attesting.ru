#+ summary: Which claims attest a state of affairs, and on which day, or from which day to which, each was made.
#+ note: >-
#+   That is the day of the statement in which the claim was made, or that on which its source was published. Marked as well are
#+   the posts of which the holder's tenure is over, as long as that is known.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?claim view:attests ?said ; view:madeFirst ?first ; view:madeLast ?last } WHERE {
  {
    SELECT DISTINCT ?claim ?said WHERE {
      {
        ?property kg:attested true ; kg:saidAs ?said .
        ?claim ?said ?value .
      } UNION {
        ?property kg:attestedOf ?kind ; kg:saidAs ?said .
        ?claim ?said ?value ; kg:about ?thing .
        ?thing a ?class .
        ?class rdfs:subClassOf* ?kind .
      }
    }
  }
  ?claim kg:in ?source .
  OPTIONAL { ?claim kg:madeIn ?statement . ?statement kg:earliest ?made . OPTIONAL { ?statement kg:latest ?madeBy } }
  OPTIONAL { ?source kg:published ?date . OPTIONAL { ?date kg:earliest ?from } OPTIONAL { ?date kg:latest ?by } }
  BIND (COALESCE(?made, ?from) AS ?first)
  BIND (IF(BOUND(?made), ?madeBy, ?by) AS ?last)
} ;

INSERT { ?claim view:over ?post } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?tenure kg:fillsPost ?post ; kg:heldBy ?person ; kg:ended/kg:latest ?end .
  ?claim said:heldPost ?post ; kg:about ?person ; view:madeLast ?attested .
  FILTER (?attested <= ?end && ?end < ?day)
}
