SELECT DISTINCT reported_by
FROM supplied
WHERE CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT)
