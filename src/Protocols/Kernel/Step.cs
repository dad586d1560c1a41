namespace Coterie.Protocols.Kernel;

/// <summary>One step of one process: what came in, and what its machine made of it. A run is nothing but its steps.</summary>
/// <param name="process">Whose step.</param>
/// <param name="input">What came in.</param>
/// <param name="effects">What the process does about it, valid during the call that it is given to.</param>
public readonly ref struct Step(ProcessId process, Input input, ReadOnlySpan<Effect> effects)
{
    /// <summary>Whose step.</summary>
    public ProcessId Process { get; } = process;

    /// <summary>What came in.</summary>
    public Input Input { get; } = input;

    /// <summary>What the process does about it, valid during the call that it is given to.</summary>
    public ReadOnlySpan<Effect> Effects { get; } = effects;

    /// <summary>The first output with this deed; null where there is none.</summary>
    public IOutput? Find(Deed deed)
    {
        foreach (ref readonly var effect in Effects)
        {
            if (effect.Output is { } output && output.Deed == deed)
                return output;
        }
        return null;
    }
}

/// <summary>
/// Sees each step of the processes, on the thread of the process and before its effects are carried out: what a step causes is seen after it.
/// Called by many processes at once.
/// </summary>
public interface IStepObserver
{
    /// <summary>A process took a step.</summary>
    void Observe(in Step step);
}
