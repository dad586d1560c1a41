using System.Text;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>
/// Checks the text of a configuration before Akka.NET's parser gets it. That parser ignores many mistakes (braces that are not
/// closed or close nothing, keys without values), does not know a comma after a closing brace, and never ends on some texts.
/// After this check it gets only texts that it reads correctly.
/// </summary>
internal sealed class HoconScanner
{
    /// <summary>How deep sections and lists may be nested; <c>a.b.c</c> counts as three.</summary>
    public const int DeepestNesting = 64;

    /// <summary>How many characters a key may have, with the sections that it is in.</summary>
    public const int LongestPath = 300;

    private const int LongestShown = 100;

    private const string IncludeProblem =
        "A file must stand alone, was [include]: includes are not read. Name the other file with --config, which may be given "
        + "several times; later files override earlier ones.";

    private readonly HoconReader _reader;
    private readonly StringBuilder _forParser;
    private List<HoconEntry> _entries = []; // of the file, or of the section in a list that is being read
    private Dictionary<string, (bool IsSection, int Offset)> _paths = [];
    private int _depth;

    private HoconScanner(SourceText source) => (_reader, _forParser) = (new HoconReader(source), new StringBuilder(source.Text));

    /// <summary>All keys with their values, in the order of the text, except those within lists.</summary>
    public IReadOnlyList<HoconEntry> Entries => _entries;

    /// <summary>
    /// The text for the parser: with the end of a line in place of each comma between keys or elements, and one at the end of the
    /// text, which the parser needs after a comment.
    /// </summary>
    public string ForParser => _forParser.Append("\n\n").ToString();

    /// <summary>Checks a text.</summary>
    /// <exception cref="ConfigurationFileException">The first error.</exception>
    public static HoconScanner Scan(SourceText source)
    {
        var scanner = new HoconScanner(source);
        scanner.ReadFile();
        return scanner;
    }

    private void ReadFile()
    {
        _reader.SkipBlank();
        if (_reader.Next == '[')
            throw _reader.Error("The file must hold keys with values, was [a list].");
        if (_reader.Next != '{')
        {
            ReadMembers("", opener: null);
            return;
        }
        ReadSection("");
        _reader.SkipBlank();
        if (!_reader.IsAtEnd)
        {
            throw _reader.Next is '}' or ']'
                ? _reader.Unexpected()
                : _reader.Error("Nothing must follow the brace that closes the whole file.");
        }
    }

    private void ReadSection(string path)
    {
        var opener = _reader.Offset;
        Descend(opener);
        _reader.Take();
        ReadMembers(path, opener);
        _depth--;
    }

    /// <param name="path">The section.</param>
    /// <param name="opener">The place of its brace; null for a file without one.</param>
    private void ReadMembers(string path, int? opener)
    {
        var (mayBegin, mayEnd) = (true, false); // a member; a comma may end it
        while (true)
        {
            mayBegin |= _reader.SkipBlank();
            if (_reader.IsAtEnd && opener is { } open)
                throw _reader.Error(open, "A brace { must be closed by }, and the text ends before that.");
            if (_reader.IsAtEnd)
                return;
            switch (_reader.Next)
            {
                case '}' when opener is not null:
                    _reader.Take();
                    return;
                case ',' when mayEnd:
                    Separate();
                    (mayBegin, mayEnd) = (true, false);
                    break;
                case not ('}' or ']' or ',') when !mayBegin:
                    throw _reader.Error("A comma or a new line must come before the next key.");
                default:
                    ReadMember(path);
                    (mayBegin, mayEnd) = (false, true);
                    break;
            }
        }
    }

    private void ReadMember(string section)
    {
        var start = _reader.Offset;
        var depth = _depth;
        var path = ReadKey(section);
        var mayInclude = _reader.HasPassed("include", start) && !_reader.SkipBlank();
        if (mayInclude && (_reader.Next is '"' or '(' || char.IsLetter(_reader.Next)))
            throw _reader.Error(start, IncludeProblem);
        _reader.SkipBlank();
        var shown = Printable.Escape(path, LongestShown);
        if (_reader.Next is '=' or ':')
            _reader.Take();
        else if (_reader.IsAt("+="))
            throw _reader.Error("A list must be given whole, with =, was [+=].");
        else if (_reader.Next != '{')
            throw _reader.Error(start, $"The key [{shown}] must be followed by = and a value, or by a section in braces.");
        ReadValue(path, shown, start);
        _depth = depth;
    }

    private string ReadKey(string section)
    {
        var path = new StringBuilder(section);
        while (true)
        {
            var start = _reader.Offset;
            var part = _reader.KeyPart();
            if (path.Length > 0)
                path.Append('.');
            path.Append(part.All(character => character != '.' && HoconCharacters.IsPlain(character)) ? part : $"\"{part}\"");
            if (path.Length > LongestPath)
            {
                throw _reader.Error(
                    start, $"A key, with the sections that it is in, must be at most {LongestPath} characters long.");
            }
            if (_reader.Next != '.')
                return path.ToString();
            Descend(start);
            NoteUse(path.ToString(), isSection: true, start);
            _reader.Take();
        }
    }

    private void ReadValue(string path, string shown, int keyOffset)
    {
        if (_reader.SkipBlank() && _reader.Next is not ('{' or '['))
            throw NoValue(keyOffset, shown);
        var kind = _reader.Next switch { '{' => HoconKind.EmptySection, '[' => HoconKind.List, _ => HoconKind.Text };
        NoteUse(path, isSection: kind == HoconKind.EmptySection, keyOffset);
        var before = _entries.Count;
        if (kind == HoconKind.List)
            _entries.Add(new HoconEntry(path, kind, keyOffset) { Elements = ReadList(shown) });
        else if (kind == HoconKind.Text)
            _entries.Add(new HoconEntry(path, kind, keyOffset) { Text = ReadText(keyOffset, shown) });
        else
            ReadSection(path);
        if (_entries.Count == before)
            _entries.Add(new HoconEntry(path, kind, keyOffset));
    }

    private string ReadText(int keyOffset, string shown)
    {
        var start = _reader.Offset;
        var value = _reader.Value(shown);
        if (_reader.Offset == start)
            throw NoValue(keyOffset, shown);
        if (value == "null")
            throw _reader.Error(start, $"The value of [{shown}] must be a value, was [null]; leave the key out for its default.");
        return value;
    }

    private List<HoconElement> ReadList(string owner)
    {
        var elements = new List<HoconElement>();
        var opener = _reader.Offset;
        Descend(opener);
        _reader.Take();
        var (mayBegin, mayEnd) = (true, false); // an element; a comma may end it
        while (true)
        {
            mayBegin |= _reader.SkipBlank();
            if (_reader.IsAtEnd)
                throw _reader.Error(opener, "A bracket [ must be closed by ], and the text ends before that.");
            switch (_reader.Next)
            {
                case ']':
                    _reader.Take();
                    _depth--;
                    return elements;
                case ',' when mayEnd:
                    Separate();
                    (mayBegin, mayEnd) = (true, false);
                    continue;
                case ',':
                    throw _reader.Error("An element must come before a comma, and one comma is enough.");
                case '}':
                    throw _reader.Error(opener, "A bracket [ must be closed by ], and a } comes before that.");
                case not (',' or ']' or '}') when !mayBegin:
                    throw _reader.Error("A comma or a new line must come before the next element.");
                default:
                    elements.Add(ReadElement(owner));
                    break;
            }
            (mayBegin, mayEnd) = (false, true);
        }
    }

    private HoconElement ReadElement(string owner)
    {
        var start = _reader.Offset;
        if (_reader.Next == '[')
        {
            ReadList(owner);
            return new HoconElement(start, null, null);
        }
        if (_reader.Next != '{')
            return new HoconElement(start, ReadText(start, owner), null);
        var (entries, paths) = (_entries, _paths);
        (_entries, _paths) = ([], []);
        ReadSection("");
        var element = new HoconElement(start, null, _entries);
        (_entries, _paths) = (entries, paths);
        return element;
    }

    private void Separate()
    {
        _forParser[_reader.Offset] = '\n';
        _reader.Take();
    }

    private void Descend(int offset)
    {
        if (++_depth > DeepestNesting)
            throw _reader.Error(offset, $"Sections and lists must be at most {DeepestNesting} deep within each other.");
    }

    // If a key is both, the parser keeps both and shows only the section.
    private void NoteUse(string path, bool isSection, int offset)
    {
        if (_paths.TryAdd(path, (isSection, offset)) || _paths[path].IsSection == isSection)
            return;
        var first = _reader.PlaceOf(_paths[path].Offset);
        var (shown, other) = (Printable.Escape(path, LongestShown), isSection ? "a value" : "a section");
        throw _reader.Error(
            offset, $"The key [{shown}] must be a section or a value, not both: it is {other} in line {first.Line}.");
    }

    private ConfigurationFileException NoValue(int keyOffset, string shown) =>
        _reader.Error(keyOffset, $"The key [{shown}] must have a value, which begins on its line.");
}
