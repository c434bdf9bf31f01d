SELECT * FROM agreement WHERE agreement_id = $1
UNION ALL BY NAME
SELECT * FROM older_agreement WHERE agreement_id = $1;
