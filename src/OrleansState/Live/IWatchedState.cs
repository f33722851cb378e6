namespace OrleansState.Live;

/// <summary>A state that can be watched, whatever its type.</summary>
internal interface IWatchedState
{
    /// <summary>Who watches it; null: nobody, and a change costs no more than this look.</summary>
    StateWatchers? Watchers { get; set; }

    /// <summary>The ETag of the last durable state, whoever wrote it.</summary>
    Task<string> ReadLatestETagAsync();
}
