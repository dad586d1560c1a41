namespace Coterie.Actors.Storage;

/// <summary>A data folder cannot be used, or no longer; the message is a sentence for the user.</summary>
public sealed class DataFolderException : Exception
{
    /// <summary>An error; the message says what is wrong, the rule and the value given.</summary>
    public DataFolderException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Whether the files are there, but are not what was written.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>An error of a folder: <c>The data folder [/data] must be rule, was [given].</c></summary>
    internal static DataFolderException Of(
        string folder, string rule, string given, Exception? cause = null, bool isDamaged = false) =>
        new($"The data folder [{folder}] must be {rule}, was [{given}].", cause) { IsDamaged = isDamaged };
}
