namespace OrleansState.Grains.Engine;

/// <summary>A live state that looks at its record again when the store has come back in another life.</summary>
internal interface IRevalidated
{
    /// <summary>Its record's key in the store, without the service's prefix.</summary>
    string RecordKey { get; }

    /// <param name="token">The token of the store's present life; a state that belongs to it has nothing to do.</param>
    Task RevalidateAsync(string token);
}
