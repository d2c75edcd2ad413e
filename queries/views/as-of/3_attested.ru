#+ summary: What a claim attests of its own day alone, such as a post that somebody held, is gone where that day is later.
#+ note: Where the claim says during which time it holds, that counts. Else the day is that of the statement in which
#+   the claim was made, or that on which its source was published. A fact of this kind goes when all claims that
#+   state it do; one that a record states stays.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?claim view:elsewhen ?said } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?property kg:attested true ; kg:saidAs ?said .
  ?claim ?said ?value ; kg:in ?source .
  OPTIONAL { ?claim kg:during ?time . OPTIONAL { ?time kg:earliest ?first } OPTIONAL { ?time kg:latest ?last } }
  OPTIONAL { ?claim kg:madeIn/kg:earliest ?made }
  OPTIONAL { ?source kg:published/kg:earliest ?published }
  FILTER (IF(BOUND(?time), COALESCE(?first > ?day, false) || COALESCE(?last < ?day, false), COALESCE(?made, ?published) > ?day))
} ;

DELETE { ?thing ?property ?value } WHERE {
  ?property kg:attested true ; kg:saidAs ?said .
  ?claim view:elsewhen ?said ; ?said ?value ; kg:about ?thing .
  ?thing ?property ?value .
  FILTER NOT EXISTS {
    ?other kg:about ?thing ; ?said ?value .
    FILTER NOT EXISTS { ?other view:elsewhen ?said }
    FILTER NOT EXISTS { ?other kg:negated true }
  }
} ;

DELETE { ?claim ?said ?value ; view:elsewhen ?said } WHERE {
  ?claim view:elsewhen ?said ; ?said ?value .
}
