namespace Coterie.Host.Tests.Completing;

/// <summary>A test with programs that not every machine has; if one is missing, it is skipped and says so.</summary>
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(params string[] programs)
    {
        if (programs.FirstOrDefault(program => !IsThere(program)) is { } missing)
            Skip = $"needs {missing}";
    }

    private static bool IsThere(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return !OperatingSystem.IsWindows() && folders.Any(folder => File.Exists(Path.Combine(folder, program)));
    }
}
