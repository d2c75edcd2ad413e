#+ summary: What certainly had not begun on a day is gone, and so are tenures of which it is certain that they were over.
#+ note: An event stays from the first day on which it may have begun, as something that had happened by then; one
#+   of a class with kg:lapses, such as a moratorium, only until the last day on which it may have ended.
#+   Where no date is a fact, as of what is only planned, the earliest that a claim tells counts; what has no dates stays.
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
    {
      SELECT ?thing (MIN(?told) AS ?first) WHERE {
        ?claim kg:about ?thing ; said:date|said:began ?date .
        ?date kg:earliest ?told .
        MINUS { ?claim kg:negated true }
      } GROUP BY ?thing
    }
    MINUS { ?thing kg:earliest ?dated }
    MINUS { ?thing kg:began ?begun }
  } UNION {
    ?class rdfs:subClassOf*/kg:lapses true .
    ?thing a ?class ; kg:latest ?last .
  }
  FILTER (IF(BOUND(?first), ?first > ?day, ?last < ?day))
}
