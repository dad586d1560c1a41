namespace Akka;

/// <summary>The result of a task that completed without a value.</summary>
public sealed class Done
{
    private Done() { }

    /// <summary>The only one.</summary>
    public static readonly Done Instance = new();
}
