DROP FUNCTION reconcile();
