namespace OrleansState;

/// <summary>A live state that looks at its record again when the store has come back in another epoch.</summary>
internal interface IRevalidated
{
    /// <summary>Its record's key in the store, without the service's prefix.</summary>
    string RecordKey { get; }

    /// <param name="token">The token of the store's present epoch; a state that belongs to it has nothing to do.</param>
    Task RevalidateAsync(string token);
}
