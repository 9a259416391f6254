SELECT UNNEST(CAST($months AS TEXT[])) AS month
