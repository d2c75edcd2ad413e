#+ summary: Records that other claims join stay apart, all of them, where a claim denies of any two that they are one.
#+ note: One of these claims is wrong, and nothing tells which; so none is taken to be right. A denial counts under any
#+   modality and in either direction, as it does of a pair.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
PREFIX said: <https://w3id.org/actors-events/said#>
PREFIX view: <https://w3id.org/actors-events/view#>

INSERT { ?one view:apart true . ?third view:apart true } WHERE {
  ?denial said:sameAs ?other ; kg:about ?one ; kg:negated true .
  ?one view:same ?other ; view:same ?third .
} ;

DELETE { ?thing view:same ?other } WHERE {
  ?thing view:apart true ; view:same ?other .
} ;

DELETE WHERE { ?thing view:apart true }
