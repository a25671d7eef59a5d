using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SoraGuard.C2pa.Tests")]
