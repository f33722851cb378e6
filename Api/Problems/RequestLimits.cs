namespace OrleansState.Api.Problems;

/// <summary>Bounds of a request that no setting moves.</summary>
internal static class RequestLimits
{
    /// <summary>Largest body. The largest that makes sense, an item of 128 characters all escaped, needs less than one KiB.</summary>
    public const int BodyBytes = 16 * 1024;

    /// <summary>Largest refused body that is still read to its end, and thrown away; beyond it the connection is closed.</summary>
    public const int DrainedBytes = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of a body.</summary>
    public const int BodyDepth = 8;

    /// <summary>Longest request line. The server's own default, named here because refusals say it.</summary>
    public const int RequestLineBytes = 8 * 1024;

    /// <summary>Most bytes of all headers.</summary>
    public const int HeaderBytes = 16 * 1024;

    /// <summary>Most headers.</summary>
    public const int Headers = 64;
}
