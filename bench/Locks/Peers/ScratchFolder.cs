namespace Coterie.Bench.Locks.Peers;

/// <summary>A folder for the data of a server; it is deleted at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <param name="within">The folder to make it in; null: that of temporary files.</param>
    public ScratchFolder(string? within) => Path = within is null
        ? Directory.CreateTempSubdirectory("coterie-bench-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(within, $"coterie-bench-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException failure)
        {
            Console.Error.WriteLine($"{Path} is left behind: {failure.Message}");
        }
    }
}
