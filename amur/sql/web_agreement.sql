SELECT * FROM agreement WHERE agreement_id = $1;
