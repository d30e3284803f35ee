ALTER FUNCTION reconcile() RESET enable_nestloop;
