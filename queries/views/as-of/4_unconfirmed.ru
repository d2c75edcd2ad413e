#+ summary: A state of affairs that is attested for an earlier day alone is only possible, and marked; then the other marks are gone.
#+ note: >-
#+   Certain is what a claim attests for the day, by the time that it gives or by its own day, and a post within a tenure;
#+   but nothing is certain of an approximate or doubtful time.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?claim view:certain true } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?claim view:attests ?said ; kg:modality kg:asserted .
  OPTIONAL { ?claim kg:during ?time . OPTIONAL { ?time kg:latestStart ?began } OPTIONAL { ?time kg:earliestEnd ?until } }
  OPTIONAL { ?claim view:madeFirst ?first ; view:madeLast ?last }
  FILTER (IF(BOUND(?time), COALESCE(?began <= ?day && ?day <= ?until, false), COALESCE(?first = ?day && ?last = ?day, false)))
  FILTER NOT EXISTS { ?claim kg:during/kg:qualified true }
} ;

INSERT { ?thing kg:unconfirmed ?property } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?claim view:attests ?said ; ?said ?value ; kg:about ?thing .
  ?property kg:saidAs ?said .
  ?thing ?property ?value .
  FILTER NOT EXISTS { ?thing view:settled ?property }
  FILTER NOT EXISTS { ?other kg:about ?thing ; ?said ?value ; view:certain true }
  FILTER NOT EXISTS {
    ?tenure kg:heldBy ?thing ; kg:fillsPost ?value ; kg:began/kg:latest ?began ; kg:ended/kg:earliest ?ended .
    FILTER (?said = said:heldPost && ?began <= ?day && ?day <= ?ended)
    FILTER NOT EXISTS { ?tenure (kg:began|kg:ended)/kg:qualified true }
  }
} ;

DELETE { ?marked ?mark ?value } WHERE {
  VALUES ?mark { view:attests view:madeFirst view:madeLast view:over view:elsewhen view:certain view:settled }
  ?marked ?mark ?value .
}
