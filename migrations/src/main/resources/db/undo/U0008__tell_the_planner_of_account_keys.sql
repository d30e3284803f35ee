DROP FUNCTION tell_planner_of_account_keys();
