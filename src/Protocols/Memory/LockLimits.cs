namespace Coterie.Protocols.Memory;

/// <summary>What a variable keeps for its clients at most. A claim is a lock that is held, or a command that waits.</summary>
/// <param name="MostWaiting">How many commands wait for the variable.</param>
/// <param name="MostLocks">How many locks on the variable are held or waited for.</param>
/// <param name="MostLocksOfClient">How many of these are one client's.</param>
/// <param name="Budget">How many claims all variables have together; null: no matter how many.</param>
public sealed record LockLimits(int MostWaiting, int MostLocks = int.MaxValue, int MostLocksOfClient = int.MaxValue, ClaimBudget? Budget = null);
