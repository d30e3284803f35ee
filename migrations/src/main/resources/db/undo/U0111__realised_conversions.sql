REVOKE SELECT ON positions FROM oms_relay;
DROP TABLE realised_conversions;
