-- answers: Areas whose latest three months stand above the twelve before, in standard errors of a count.
-- parameters: months texts, crime_types texts, level text, within text, from_month text
-- columns: area text, latest integer, expected number, score number
-- key: area
-- with: months kept inside every_area home area_counts area_dense
SELECT area, latest, expected, (latest - expected) / NULLIF(SQRT(expected), 0) AS score
FROM (
  SELECT
    area,
    CAST(SUM(CASE WHEN month >= $from_month THEN n ELSE 0 END) AS BIGINT) AS latest,
    CAST(SUM(CASE WHEN month < $from_month THEN n ELSE 0 END) AS DOUBLE)
      * SUM(CASE WHEN month >= $from_month THEN 1 ELSE 0 END)
      / NULLIF(SUM(CASE WHEN month < $from_month THEN 1 ELSE 0 END), 0) AS expected
  FROM area_dense
  WHERE NOT n IS NULL
  GROUP BY area
) AS beside
