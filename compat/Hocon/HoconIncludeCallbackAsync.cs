namespace Hocon;

/// <summary>Fetches the text of an include; null or an empty text when there is none.</summary>
public delegate Task<string> HoconIncludeCallbackAsync(HoconCallbackType callbackType, string value);
