REVOKE SELECT ON risk_version FROM oms_relay;
