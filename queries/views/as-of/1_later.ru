#+ summary: What certainly had not begun on a day is gone, and so is what is known to have been over and does not outlast that.
#+ note: >-
#+   An event stays from the first day on which it may have begun, as something that had happened by then; it cannot have
#+   begun before what it follows or is a part of. Where no date is a fact, as of what is only planned, the earliest that a
#+   claim tells counts. A tally is there from the first day of its window, and from the events at and after which it
#+   counts. A tenure is gone after its end, and in a post of one holder once another holder is attested; so is an event of a class with kg:lapses, such as a moratorium, if it is known
#+   to have ended: its record or a claim gives a time from a day to another, and that is not just the day of the source,
#+   up to which it lasted. What has no dates stays.
#+ parameters:
#+   day: the day
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { ?thing view:elsewhen true } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  {
    ?thing kg:earliest ?first .
    MINUS { ?thing a kg:Date }
  } UNION {
    ?thing kg:began/kg:earliest ?first .
  } UNION {
    ?thing kg:ended/kg:latest ?last .
  } UNION {
    VALUES ?day { "2022-01-18"^^xsd:date }
    ?post kg:singleHolder true .
    ?thing kg:fillsPost ?post ; kg:heldBy ?person ; kg:began/kg:latest ?begun .
    ?claim said:heldPost ?post ; kg:about ?other ; kg:modality kg:asserted ; view:madeFirst ?attested .
    FILTER (?other != ?person && ?begun < ?attested && ?attested <= ?day)
    FILTER NOT EXISTS { ?claim kg:negated true }
    FILTER NOT EXISTS { ?claim kg:during ?time }
    BIND (?begun AS ?last)
  } UNION {
    ?thing (kg:follows|kg:subEventOf)+/kg:earliest ?first .
  } UNION {
    ?thing (kg:window|kg:atEvent|kg:sinceEvent)/kg:earliest ?first .
  } UNION {
    {
      SELECT ?thing (MIN(?told) AS ?first) WHERE {
        ?claim kg:about ?thing ; said:date|said:began ?date .
        ?date kg:earliest ?told .
        MINUS { ?claim kg:negated true }
      } GROUP BY ?thing
    }
    MINUS { ?thing kg:earliest ?dated }
    MINUS { ?thing kg:began ?begun }
  }
  FILTER (IF(BOUND(?first), ?first > ?day, ?last < ?day))
} ;

INSERT { ?thing view:elsewhen true } WHERE {
  VALUES ?day { "2022-01-18"^^xsd:date }
  ?class rdfs:subClassOf*/kg:lapses true .
  ?thing a ?class ; kg:latest ?last .
  FILTER (?last < ?day)
  {
    ?thing kg:date ?date .
    FILTER NOT EXISTS { ?claim kg:about ?thing ; said:date ?date }
  } UNION {
    ?claim kg:about ?thing ; said:date ?date ; kg:modality kg:asserted .
    FILTER NOT EXISTS { ?claim kg:negated true }
    FILTER NOT EXISTS {
      ?claim kg:madeIn|kg:in/kg:published ?told .
      ?told kg:earliest ?told_first ; kg:latest ?told_last .
      ?date kg:latest ?end .
      FILTER (?told_first <= ?end && ?end <= ?told_last)
    }
  }
  ?date kg:written ?written ; kg:latest ?known .
  FILTER (CONTAINS(?written, "/") || STRSTARTS(?written, "{"))
}
