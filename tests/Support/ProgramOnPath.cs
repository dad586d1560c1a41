namespace Coterie.Tests.Support;

/// <summary>
/// A folder for shells to run in, with <c>coterie</c> as a program on their path. It exists as long as a test needs it.
/// </summary>
internal sealed class ProgramOnPath : IDisposable
{
    private readonly DirectoryInfo _bin = Directory.CreateTempSubdirectory("coterie-tests-bin-");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    /// <param name="script">What the program does, as lines for <c>sh</c>; <c>real "$@"</c> runs the real one.</param>
    public ProgramOnPath(string script = "real \"$@\"")
    {
        var program = Path.Combine(_bin.FullName, "coterie");
        var real = string.Join(' ', Support.Surroundings.Here.Command.Select(word => $"'{word}'"));
        File.WriteAllText(program, $"#!/bin/sh\nreal() {{ exec {real} \"$@\"; }}\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Where commands run, and leave their files.</summary>
    public string Folder => _folder.FullName;

    /// <summary>For a command, such as <c>bash -c</c>, whose last argument is the line to run.</summary>
    public Surroundings Surroundings(params string[] command) => new()
    {
        Command = command,
        Folder = Folder,
        Environment = [("PATH", $"{_bin.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")],
    };

    public void Dispose()
    {
        _bin.Delete(recursive: true);
        _folder.Delete(recursive: true);
    }
}
