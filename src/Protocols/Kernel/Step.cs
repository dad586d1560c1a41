namespace Coterie.Protocols.Kernel;

/// <summary>One step of one process: an input and its effects. A run consists of its steps.</summary>
/// <param name="process">The process that took the step.</param>
/// <param name="input">The input.</param>
/// <param name="effects">The effects; valid only during the call that passes the step.</param>
public readonly ref struct Step(ProcessId process, Input input, ReadOnlySpan<Effect> effects)
{
    /// <summary>The process that took the step.</summary>
    public ProcessId Process { get; } = process;

    /// <summary>The input.</summary>
    public Input Input { get; } = input;

    /// <summary>The effects; valid only during the call that passes the step.</summary>
    public ReadOnlySpan<Effect> Effects { get; } = effects;

    /// <summary>The first output with this deed; null if there is none.</summary>
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
/// Sees each step of the processes, on the thread of the process and before its effects are carried out. What a step causes is
/// seen after it. Several processes may call it at the same time.
/// </summary>
public interface IStepObserver
{
    /// <summary>A process took a step.</summary>
    void Observe(in Step step);
}
