namespace Coterie.Host.Locking;

/// <summary>The terminal that controls this process, if there is one.</summary>
internal static class Terminal
{
    private static readonly int Handle = NativeMethods.OpenTerminal();

    /// <summary>Whether there is one.</summary>
    public static bool Exists => Handle >= 0;

    /// <summary>The process group that reads from the terminal and gets its Ctrl-C; negative if there is none.</summary>
    public static int Foreground => Exists ? NativeMethods.GetForegroundGroup(Handle) : -1;

    /// <summary>Whether the group of this process is in the foreground.</summary>
    public static bool IsOurs => Exists && Foreground == NativeMethods.GetProcessGroup();

    /// <summary>
    /// Makes a group the foreground. A process of the background may do so only if it ignores the signal that would stop it;
    /// it ignores that signal from then on.
    /// </summary>
    public static void GiveTo(int group)
    {
        _ = NativeMethods.Signal(NativeMethods.SigTtou, NativeMethods.Ignore);
        _ = NativeMethods.SetForegroundGroup(Handle, group);
    }

    /// <summary>Makes the group of this process the foreground again, if it is now <paramref name="group"/>.</summary>
    /// <returns>Whether it was.</returns>
    public static bool TakeBackFrom(int group)
    {
        if (Foreground != group)
            return false;
        GiveTo(NativeMethods.GetProcessGroup());
        return true;
    }
}
