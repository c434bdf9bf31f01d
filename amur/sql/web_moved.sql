-- The agreement that an agreement was merged into, which alerts and earlier briefs may still name.
SELECT merged_into AS agreement_id FROM merged_agreement WHERE agreement_id = $1;
