namespace Coterie.Protocols.Memory;

/// <summary>The names of variables. A variable's name is its actor's name too: all of these can stand in a path.</summary>
public static class VariableName
{
    /// <summary>The variable that is used if none is named.</summary>
    public const string Default = "x";

    /// <summary>The longest name, in characters.</summary>
    public const int MostCharacters = 64;

    /// <summary>The rule, for the message of an error.</summary>
    public const string Rule = "1 to 64 letters a to z or A to Z, digits, '.', '_' or '-'";

    /// <summary>Whether <paramref name="name"/> keeps the <see cref="Rule"/>.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MostCharacters && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
