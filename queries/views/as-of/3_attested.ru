#+ summary: A state of affairs that a claim attests is there from the day of the claim on, until it is known to be over.
#+ note: >-
#+   Where the claim says during which time it holds, that counts, but for an end on the very day of the claim, up to which
#+   it lasted. A post of one holder is over when another holder is attested later or another's tenure has begun, and any
#+   post when the holder's tenure has ended. A fact of this kind goes when all claims that make it do; one that a record
#+   states stays. Where no claim attests it for the day itself, kg:unconfirmed says so.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?claim view:elsewhen ?said } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?claim view:attests ?said .
  OPTIONAL { ?claim kg:during ?time . OPTIONAL { ?time kg:earliest ?first } OPTIONAL { ?time kg:latest ?last } }
  OPTIONAL { ?claim view:madeFirst ?made }
  OPTIONAL { ?claim view:madeLast ?madeLast }
  BIND (COALESCE(?made <= ?last && ?last <= ?madeLast, false) AS ?untilThen)
  FILTER (IF(BOUND(?time),
    COALESCE(?first > ?day, false) || (!?untilThen && COALESCE(?last < ?day, false)),
    COALESCE(?made > ?day, false)))
} ;

INSERT { ?claim view:over ?post } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?post kg:singleHolder true .
  ?claim said:heldPost ?post ; kg:about ?person ; view:madeLast ?attested .
  {
    ?later said:heldPost ?post ; kg:about ?other ; kg:modality kg:asserted ; view:madeFirst ?from .
    BIND (?from AS ?by)
    FILTER NOT EXISTS { ?later kg:negated true }
    FILTER NOT EXISTS { ?later kg:during ?time }
  } UNION {
    ?tenure kg:fillsPost ?post ; kg:heldBy ?other ; kg:began ?begun .
    ?begun kg:earliest ?from ; kg:latest ?by .
  }
  FILTER (?other != ?person && ?attested < ?from && ?by <= ?day)
  FILTER NOT EXISTS { ?claim kg:during/kg:latest ?until }
} ;

DELETE { ?thing ?property ?value } WHERE {
  ?claim view:elsewhen ?said ; ?said ?value ; kg:about ?thing .
  ?property kg:saidAs ?said .
  ?thing ?property ?value .
  FILTER NOT EXISTS { ?thing view:settled ?property }
  FILTER NOT EXISTS {
    ?other kg:about ?thing ; ?said ?value ; kg:modality kg:asserted .
    FILTER NOT EXISTS { ?other view:elsewhen ?said }
    FILTER NOT EXISTS { ?other view:over ?value }
    FILTER NOT EXISTS { ?other kg:reading ?guess . FILTER (?guess IN (kg:coreference-inferred, kg:attribution-inferred)) }
  }
} ;

DELETE { ?person kg:heldPost ?post } WHERE {
  ?claim view:over ?post ; kg:about ?person .
  ?person kg:heldPost ?post .
  FILTER NOT EXISTS { ?person view:settled kg:heldPost }
  FILTER NOT EXISTS {
    ?other kg:about ?person ; said:heldPost ?post ; kg:modality kg:asserted .
    FILTER NOT EXISTS { ?other view:elsewhen said:heldPost }
    FILTER NOT EXISTS { ?other view:over ?post }
    FILTER NOT EXISTS { ?other kg:reading ?guess . FILTER (?guess IN (kg:coreference-inferred, kg:attribution-inferred)) }
  }
} ;

DELETE { ?claim ?said ?value } WHERE {
  ?claim view:elsewhen ?said ; ?said ?value .
} ;

DELETE { ?claim said:heldPost ?post } WHERE {
  ?claim view:over ?post ; said:heldPost ?post .
}
