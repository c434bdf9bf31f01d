-- The rows that were read in an article, by their place in it.
SELECT 'figure-' || figure_id AS anchor, field, start, "end" FROM figure WHERE article_id = $1
UNION ALL
SELECT 'mention-' || mention_id, field, start, "end" FROM agreement_mention WHERE article_id = $1
UNION ALL
SELECT 'development-' || development_id, field, start, "end" FROM development WHERE article_id = $1
UNION ALL
SELECT 'doubt-' || doubt_id, field, start, "end" FROM doubt WHERE article_id = $1;
